import { Alert, Input, Modal } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface NoteDialogProps {
  title: string;
  label: string;
  busy: boolean;
  error: Error | null;
  children?: ReactNode;
  onDone: (note: string) => void;
  onClose: () => void;
}

/** Asks for the line that is kept with what one does. */
export function NoteDialog({ title, label, busy, error, children, onDone, onClose }: NoteDialogProps) {
  const { t } = useTranslation('exchange');
  const [note, setNote] = useState('');
  return (
    <Modal
      open title={title} okText={title} cancelText={t('app:back')} onCancel={onClose} onOk={() => onDone(note.trim())}
      okButtonProps={{ disabled: !note.trim(), loading: busy }}
    >
      {children}
      <label className="field-label" htmlFor="exchange-note">{label}</label>
      <Input.TextArea id="exchange-note" rows={3} maxLength={300} value={note} onChange={({ target }) => setNote(target.value)} />
      {error && <Alert type="error" showIcon title={error.message} />}
    </Modal>
  );
}
