import type { PastField } from '../api/types';
import { valueText } from '../components/valueText';

/** The values of a record or an instance as of a moment. */
export function PastFields({ fields }: { fields: PastField[] }) {
  return (
    <dl className="audit-values panel">
      {fields.map((one) => (
        <div key={`${one.scope_id ?? ''}/${one.field}`}>
          <dt>{one.label || one.field}</dt>
          <dd>{one.text ?? valueText(one.value as never)}</dd>
        </div>
      ))}
    </dl>
  );
}
