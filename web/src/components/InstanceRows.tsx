import { Link } from 'react-router';

import { formatDateTime } from '../app/dates';
import type { InstanceLine } from '../api/types';
import { StateTag } from './StateTag';

/** Process instances in a list: what, which, whose, since when. */
export function InstanceRows({ instances, label }: { instances: InstanceLine[]; label: string }) {
  return (
    <ul className="panel instance-rows" aria-label={label}>
      {instances.map((instance) => (
        <li key={instance.id}>
          <Link to={`/i/${instance.id}`}>
            <span className="instance-row-main">
              <strong>{instance.title || instance.definition.name}</strong>
              <small className="num">
                {[instance.business_key, instance.definition.name, instance.unit?.name, instance.started_by?.full_name, formatDateTime(instance.started_at)]
                  .filter(Boolean).join(' · ')}
              </small>
            </span>
            <StateTag state={instance.state} />
          </Link>
        </li>
      ))}
    </ul>
  );
}
