import { Alert, App, Button } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';

import type { EditedDraft } from './useDraft';

/** Says that there are edits which are not deployed, where they are kept, and how to be rid of them. */
export function DraftNotice({ draft }: { draft: EditedDraft; }) {
  const { t } = useTranslation('design');
  const { modal } = App.useApp();
  if (!draft.savedAt) return null;
  const discard = () => modal.confirm({
    title: t('draft.discardAsk'),
    content: t('draft.discardHint'),
    okText: t('draft.discard'),
    okButtonProps: { danger: true },
    onOk: draft.discard,
  });
  return (
    <Alert
      type={draft.keepFailed || draft.staleVersion !== null ? 'warning' : 'info'}
      showIcon
      style={{ marginBottom: 12 }}
      title={draft.restored ? t('draft.restored', { at: time(draft.savedAt) }) : t('draft.kept', { at: time(draft.savedAt) })}
      description={(
        <>
          {t('draft.files', { files: draft.changed.join('、') })}
          {draft.staleVersion !== null && <div>{t('draft.stale', { version: draft.staleVersion })}</div>}
          {draft.keepFailed && <div>{t('draft.keepFailed')}</div>}
        </>
      )}
      action={<Button size="small" danger onClick={() => void discard()}>{t('draft.discard')}</Button>}
    />
  );
}

function time(at: string): string {
  return dayjs(at).format('YYYY-MM-DD HH:mm:ss');
}
