/** What the keys do, as the settings and the dialog show it. */
import { keyList } from './keys.ts'

export function KeyboardList() {
  return (
    <dl className="keys">
      {keyList.map(({ keys, does }) => (
        <div key={keys.join()}>
          <dt>{does}</dt>
          <dd>
            {keys.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  )
}
