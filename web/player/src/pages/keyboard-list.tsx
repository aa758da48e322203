/** What the keys do, as the settings show it. */
import { Fragment } from 'react'
import { words } from './strings.ts'

export function KeyboardList() {
  return (
    <dl className="key-list">
      {words.settings.keys.map(({ keys, does }) => (
        <div key={does}>
          <dt>
            {keys.map((key, index) => (
              <Fragment key={key}>
                {index > 0 && ' '}
                <kbd>{key}</kbd>
              </Fragment>
            ))}
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  )
}
