import { InfoCircleOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';

import { formatDateTime } from '../app/dates';
import './draftNotice.css';
import type { EditedDraft } from './useDraft';

/** Says that there are edits which are not deployed, where they are kept, and how to be rid of them. */
export function DraftNotice({ draft }: { draft: EditedDraft }) {
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
  const warn = draft.keepFailed || draft.staleVersion !== null;
  const at = formatDateTime(draft.savedAt);
  return (
    <div role="status" className={warn ? 'gas-draft gas-draft-warn' : 'gas-draft'}>
      <InfoCircleOutlined aria-hidden />
      <strong>{draft.restored ? t('draft.restored', { at }) : t('draft.kept', { at })}</strong>
      <span>{t('draft.files', { files: draft.changed.join('、') })}</span>
      <Button size="small" danger onClick={() => void discard()}>{t('draft.discard')}</Button>
      {draft.staleVersion !== null && <p>{t('draft.stale', { version: draft.staleVersion })}</p>}
      {draft.keepFailed && <p>{t('draft.keepFailed')}</p>}
    </div>
  );
}
