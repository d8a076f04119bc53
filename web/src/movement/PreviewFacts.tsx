import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';

import type { Json } from '../api/types';
import { OldNew } from '../components/OldNew';
import type { MovePreview, Passage } from './shapes';

function who(passage: Passage): string {
  return [passage.element_name, passage.index ? `#${passage.index}` : '', passage.by?.full_name].filter(Boolean).join(' · ');
}

function Names({ title, passages }: { title: string; passages: Passage[] }) {
  if (passages.length === 0) return null;
  return (
    <section className="preview-part">
      <h3>{title}</h3>
      <ul>{passages.map((one) => <li key={one.id}>{who(one)}</li>)}</ul>
    </section>
  );
}

/** What going back would do: what ends, what becomes an earlier round, which values return, what stays outside. */
export function PreviewFacts({ preview }: { preview: MovePreview }) {
  const { t } = useTranslation('movement');
  const { canceled, superseded, restored, kept, effects } = preview;
  return (
    <div className="preview-facts">
      <Names title={t('canceled')} passages={canceled} />
      <Names title={t('superseded')} passages={superseded} />
      {restored.length > 0 && (
        <section className="preview-part">
          <h3>{t('restored')}</h3>
          <dl className="preview-values">
            {restored.map((one) => (
              <div key={one.scope_id + one.name}><dt>{one.label}</dt><dd><OldNew old={one.old as Json} now={one.new as Json} oldText={one.old_text} nowText={one.new_text ?? t('nothing')} /></dd></div>
            ))}
          </dl>
        </section>
      )}
      {kept.length > 0 && <p className="soft">{t('kept', { names: kept.map((one) => one.label).join('、') })}</p>}
      {effects.length > 0 && (
        <Alert
          type={preview.allowed ? 'warning' : 'error'} showIcon title={preview.allowed ? t('effects') : t('notAllowed')}
          description={<ul className="preview-effects">{effects.map((one) => <li key={one.id + one.kind}>{one.element_name} · {t(`effect.${one.kind}`)}</li>)}</ul>}
        />
      )}
    </div>
  );
}
