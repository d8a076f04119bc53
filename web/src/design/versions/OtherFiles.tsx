import { useTranslation } from 'react-i18next';

import { ToneTag } from '../../components/ToneTag';
import type { Files } from '../draft';

/** Which forms and decision files differ between two versions. */
export function OtherFiles({ before, after }: { before: Files; after: Files; }) {
  const { t } = useTranslation('design');
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => !name.endsWith('.bpmn') && before[name] !== after[name]).sort();
  if (names.length === 0) return null;
  return (
    <div className="panel panel-pad">
      <h3 className="panel-title">{t('versions.otherFiles')}</h3>
      <ul>
        {names.map((name) => {
          const kind = before[name] === undefined ? 'added' : after[name] === undefined ? 'removed' : 'changed';
          return <li key={name}><ToneTag tone="plain">{t(`viewer.kind.${kind}`)}</ToneTag> <code>{name}</code></li>;
        })}
      </ul>
    </div>
  );
}
