import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

import type { FieldChange } from '../api/types';
import { OldNew } from '../components/OldNew';
import { valueText } from '../components/valueText';
import { factsOf, type LedgerChange, valuesOf } from './changeValues';

interface ChangeValuesProps {
  change: LedgerChange;
  onField?: (field: string) => void;
}

/** The old and new values of a change, and what else the event tells. */
export function ChangeValues({ change, onField }: ChangeValuesProps) {
  const { t } = useTranslation('audit');
  const { shown, local } = valuesOf(change);
  const facts = factsOf(change);
  return (
    <>
      {facts.length > 0 && (
        <p className="soft audit-where">
          {facts.map(({ name, value }) => <span key={name}>{t(`fact.${name}`, { defaultValue: name })}: {valueText(value)}</span>)}
        </p>
      )}
      {shown.length > 0 && <Values values={shown} onField={change.kind === 'row' ? onField : undefined} />}
      {local.length > 0 && (
        <details className="audit-local">
          <summary>{t('local', { count: local.length })}</summary>
          <Values values={local} />
        </details>
      )}
    </>
  );
}

function Values({ values, onField }: { values: FieldChange[]; onField?: (field: string) => void }) {
  return (
    <dl className="audit-values">
      {values.map((one) => (
        <div key={one.field}>
          <dt>
            {onField
              ? <Button type="link" size="small" className="audit-choice" onClick={() => onField(one.field)}>{one.label || one.field}</Button>
              : one.label || one.field}
          </dt>
          <dd><OldNew old={one.old} now={one.new} oldText={one.old_text} nowText={one.new_text} /></dd>
        </div>
      ))}
    </dl>
  );
}
