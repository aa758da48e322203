/** The mark: four beats, the second and fourth strong. */
export function Mark() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true">
      <g className="mark-rest">
        <rect x="1" y="12.5" width="6" height="7" rx="3" />
        <rect x="17" y="12.5" width="6" height="7" rx="3" />
      </g>
      <g className="mark-beat">
        <rect x="9" y="2" width="6" height="28" rx="3" />
        <rect x="25" y="2" width="6" height="28" rx="3" />
      </g>
    </svg>
  )
}
