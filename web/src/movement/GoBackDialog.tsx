import { Alert, App, Modal, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { formatShort } from '../app/dates';
import { LoadingState } from '../components/LoadingState';
import { PreviewFacts } from './PreviewFacts';
import { ReasonField } from './ReasonField';
import type { MovePreview, MoveTargets } from './shapes';
import { useMove } from './useMove.mutation';
import { useMovePreview } from './useMovePreview.query';
import './movement.css';

interface Props { path: string; title: string; okText: string; chosen?: string | null; onDone?: () => void; onClose: () => void }

function label(target: MovePreview): string {
  const at = target.at ? formatShort(target.at) : '';
  return [target.element_name, target.by?.full_name, at].filter(Boolean).join(' · ');
}

function Targets({ targets, value, onChange }: { targets: MovePreview[]; value: string | undefined; onChange: (id: string) => void }) {
  const { t } = useTranslation('movement');
  return (
    <fieldset className="targets">
      <legend className="field-label">{t('to')}</legend>
      <Radio.Group value={value} onChange={({ target }) => onChange(target.value as string)}>
        {targets.map((target) => <Radio key={target.id} value={target.id}>{label(target)}</Radio>)}
      </Radio.Group>
    </fieldset>
  );
}

/** Choose where to go back to, see what that does, say why. */
export function GoBackDialog({ path, title, okText, chosen, onDone, onClose }: Props) {
  const { t } = useTranslation('movement');
  const { message } = App.useApp();
  const preview = useMovePreview<MoveTargets>(path, true);
  const move = useMove();
  const [picked, setPicked] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const targets = preview.data?.targets ?? [];
  const first = targets.find((one) => one.element_id === chosen) ?? targets.find((one) => one.allowed) ?? targets.at(0);
  const target = targets.find((one) => one.id === picked) ?? first;
  const go = async (): Promise<void> => {
    if (!target) return;
    // The promise outlives this dialog, which a push may close before the answer is here.
    const went = await move.mutateAsync({ path, body: { to: target.id, reason: reason.trim() } }).then(() => true, () => false);
    if (!went) return;
    void message.success(t('wentBack', { name: target.element_name }));
    onClose();
    onDone?.();
  };
  const error = preview.error ?? move.error;
  return (
    <Modal
      open title={title} okText={okText} cancelText={t('app:back')} width={640} onCancel={onClose} onOk={() => void go()}
      okButtonProps={{ disabled: !target?.allowed || !reason.trim(), loading: move.isPending }}
    >
      {preview.isPending && <LoadingState />}
      {preview.data && targets.length === 0 && <Alert type="info" showIcon title={t('noTarget')} />}
      {target && <Targets targets={targets} value={target.id} onChange={setPicked} />}
      {target && <PreviewFacts preview={target} />}
      {target && <ReasonField value={reason} onChange={setReason} />}
      {error && <Alert type="error" showIcon title={error.message} />}
    </Modal>
  );
}
