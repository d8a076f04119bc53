import { Alert, Button, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { UnitRef } from '../api/types';
import type { Listed } from './shapes';
import { useRead } from './useRead.query';
import { useWrite } from './useWrite.mutation';

const EMPTY = { username: '', full_name: '', unit: '', phone: '' };

/** Opens an account that holds nothing yet, and shows its password for the first log-in once. */
export function OpenAccount() {
  const { t } = useTranslation('rights');
  const [open, setOpen] = useState(false);
  const [given, setGiven] = useState(EMPTY);
  const units = useRead<Listed<UnitRef>>('/api/units/');
  const write = useWrite<{ username: string; password: string }>();
  const close = (): void => {
    setOpen(false);
    setGiven(EMPTY);
    write.reset();
  };
  const made = write.data;
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>{t('accounts.open')}</Button>
      <Modal
        open={open} title={t('accounts.open')} onCancel={close} okText={t(made ? 'accounts.close' : 'accounts.open')} cancelText={t('units.cancel')}
        onOk={() => (made ? close() : write.mutate({ method: 'post', path: '/api/accounts/', body: given }))}
        okButtonProps={{ disabled: !given.username || !given.full_name.trim(), loading: write.isPending }}
      >
        {made ? (
          <Alert type="success" showIcon title={t('accounts.once', { password: made.password })} description={<Link to={`/admin/users/${made.username}`}>{t('accounts.toRights')}</Link>} />
        ) : (
          <div className="rights-dialog">
            <label>{t('accounts.username')}<Input value={given.username} maxLength={64} autoComplete="off" onChange={({ target }) => setGiven({ ...given, username: target.value.toLowerCase() })} /></label>
            <small className="soft">{t('accounts.usernameHint')}</small>
            <label>{t('accounts.name')}<Input value={given.full_name} maxLength={64} onChange={({ target }) => setGiven({ ...given, full_name: target.value })} /></label>
            <label>{t('accounts.unit')}<Select aria-label={t('accounts.unit')} showSearch optionFilterProp="label" value={given.unit || undefined} onChange={(unit) => setGiven({ ...given, unit })} options={units.data?.results.map((u) => ({ value: u.code, label: `${u.name} ${u.code}` }))} /></label>
            <label>{t('accounts.phone')}<Input value={given.phone} maxLength={32} inputMode="tel" onChange={({ target }) => setGiven({ ...given, phone: target.value })} /></label>
            {write.error && <Alert type="error" showIcon title={write.error.message} />}
          </div>
        )}
      </Modal>
    </>
  );
}
