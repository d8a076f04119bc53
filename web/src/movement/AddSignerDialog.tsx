import { Alert, App, Modal, Select } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { UserTaskDetail } from '../api/types';
import { LoadingState } from '../components/LoadingState';
import { ReasonField } from './ReasonField';
import type { Signers, SignerAnswer } from './shapes';
import { useMove } from './useMove.mutation';
import { useMovePreview } from './useMovePreview.query';
import { useSignerPreview } from './useSignerPreview.query';
import './movement.css';

interface PickProps { label: string; value: string | undefined; options: { value: string; label: string }[]; hint: string; onChange: (value: string | undefined) => void }

function Pick({ label, value, options, hint, onChange }: PickProps) {
  const id = useId();
  return (
    <div className="move-choice">
      <label className="field-label" htmlFor={id}>{label}</label>
      <Select id={id} allowClear showSearch={{ optionFilterProp: 'label' }} style={{ width: '100%' }} placeholder={hint} value={value} options={options} onChange={onChange} />
    </div>
  );
}

function SignersSoFar({ signers }: { signers: Signers['signers'] }) {
  const { t } = useTranslation('movement');
  return (
    <div className="preview-part move-choice">
      <h3>{t('signer.soFar')}</h3>
      <ul>
        {signers.map((one) => (
          <li key={one.user_task_id}>
            {[one.candidate_groups.map((group) => group.name).join('、'), one.person?.full_name].filter(Boolean).join(' · ')}{' '}
            <span className="soft">{one.state === 'COMPLETED' ? one.outcome ?? t('signer.signed') : t('signer.waiting')}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** One more who signs: the role or the person, what that opens, and why. */
export function AddSignerDialog({ task, onClose }: { task: UserTaskDetail; onClose: () => void }) {
  const { t } = useTranslation('movement');
  const { message } = App.useApp();
  const path = `/api/user-tasks/${task.id}/add-signer/`;
  const { data, error, isPending } = useMovePreview<Signers>(path, true);
  const [role, setRole] = useState<string>();
  const [username, setUsername] = useState<string>();
  const [reason, setReason] = useState('');
  const move = useMove();
  const choices = data?.choices ?? [];
  const roles = choices.map((one) => ({ value: one.role, label: one.signs_already ? t('signer.again', { name: one.name }) : one.name }));
  const people = choices.filter((one) => data?.kind === 'person' || data?.kind === 'same' || one.role === role).flatMap((one) => one.people);
  const persons = [...new Map(people.map((one) => [one.username, { value: one.username, label: `${one.full_name} · ${one.username}` }])).values()];
  const who = { role: role ?? '', username: username ?? '' };
  const chosen = Boolean(data && (data.kind === 'same' || role || username));
  const preview = useSignerPreview(path, who, chosen);
  const opened = (preview.data as SignerAnswer | undefined)?.preview;
  const add = (): void => move.mutate({ path, body: { ...who, reason: reason.trim() } }, {
    onSuccess: () => {
      void message.success(t('signer.added'));
      onClose();
    },
  });
  const failed = error ?? preview.error ?? move.error;
  return (
    <Modal
      open title={t('signer.title', { name: task.name })} okText={t('signer.add')} cancelText={t('app:back')} onCancel={onClose} onOk={add}
      okButtonProps={{ disabled: !opened || !reason.trim(), loading: move.isPending }}
    >
      {isPending && <LoadingState />}
      {data && <SignersSoFar signers={data.signers} />}
      {data?.kind === 'role' && (
        <Pick label={t('signer.role')} value={role} options={roles} hint={t('signer.roleHint')} onChange={(key) => { setRole(key); setUsername(undefined); }} />
      )}
      {data && !(data.in_turn && data.kind === 'role') && (
        <Pick label={t(data.kind === 'person' ? 'signer.person' : 'signer.personOptional')} value={username} options={persons} hint={t('signer.personHint')} onChange={setUsername} />
      )}
      {opened && (
        <Alert
          type="info" showIcon className="move-choice" title={t('signer.then', { count: opened.signers })}
          description={t(opened.in_turn ? 'signer.inTurn' : 'signer.atOnce', { name: opened.opened.map((one) => one.assignee?.full_name ?? one.candidate_groups.map((group) => group.name).join('、')).join('；') })}
        />
      )}
      {data && <ReasonField value={reason} onChange={setReason} />}
      {failed && <Alert type="error" showIcon title={failed.message} />}
    </Modal>
  );
}
