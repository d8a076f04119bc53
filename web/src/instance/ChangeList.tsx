import { useTranslation } from 'react-i18next';

import type { VariableChange } from '../api/types';
import { OldNew } from '../components/OldNew';

function Changes({ changes }: { changes: VariableChange[] }) {
  return (
    <dl>
      {changes.map((change) => (
        <div key={change.name + (change.scope_id ?? '')}>
          <dt>{change.label || change.name}</dt>
          <dd><OldNew old={change.old} now={change.new} oldText={change.old_text} nowText={change.new_text} /></dd>
        </div>
      ))}
    </dl>
  );
}

/** Values with their old and new state: those that a form names at hand, the process's own bookkeeping folded away. */
export function ChangeList({ changes }: { changes: VariableChange[] }) {
  const { t } = useTranslation('instance');
  const named = changes.filter(({ label, name }) => label && label !== name);
  const inner = changes.filter((change) => !named.includes(change));
  return (
    <>
      {named.length > 0 && (
        <details className="changes" open={named.length <= 20}>
          <summary>{t('changes', { count: named.length })}</summary>
          <Changes changes={named} />
        </details>
      )}
      {inner.length > 0 && (
        <details className="changes">
          <summary>{t('innerChanges', { count: inner.length })}</summary>
          <Changes changes={inner} />
        </details>
      )}
    </>
  );
}
