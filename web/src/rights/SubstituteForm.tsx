import { Alert, Button, DatePicker, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useDefinitions } from '../app/useDefinitions.query';
import type { Me } from '../api/types';
import { PersonSelect } from './PersonSelect';
import type { Substitute } from './shapes';
import { useWrite } from './useWrite.mutation';

interface Props { me: Me; anybody: boolean }

/** Sets an absence: who stands in, from when to when, for which processes and roles. */
export function SubstituteForm({ me, anybody }: Props) {
  const { t } = useTranslation('rights');
  const write = useWrite<Substitute>();
  const definitions = useDefinitions();
  const [absent, setAbsent] = useState('');
  const [substitute, setSubstitute] = useState('');
  const [days, setDays] = useState<[string, string]>(['', '']);
  const [scope, setScope] = useState<{ definitions: string[]; roles: string[] }>({ definitions: [], roles: [] });
  const roles = [...new Map(me.roles.map((role) => [role.key, role.name])).entries()].map(([value, label]) => ({ value, label }));
  const submit = (): void => write.mutate({
    method: 'post', path: '/api/substitutes/',
    body: { absent, substitute, valid_from: days[0], valid_until: days[1], ...scope },
  }, { onSuccess: () => setSubstitute('') });
  return (
    <section className="panel panel-pad" aria-label={t('substitutes.new')}>
      <h2 className="panel-title">{t('substitutes.new')}</h2>
      <div className="rights-form">
        {anybody && <label>{t('substitutes.absent')}<PersonSelect label={t('substitutes.absent')} value={absent} onChange={setAbsent} /></label>}
        <label>{t('substitutes.substitute')}<PersonSelect label={t('substitutes.substitute')} value={substitute} onChange={setSubstitute} /></label>
        <label>
          {t('substitutes.days')}
          <DatePicker.RangePicker
            aria-label={t('substitutes.days')} placeholder={[t('substitutes.from'), t('substitutes.until')]}
            onChange={(_, texts) => setDays([texts?.[0] ?? '', texts?.[1] ?? ''])}
          />
        </label>
        <label>
          {t('substitutes.definitions')}
          <Select
            mode="multiple" aria-label={t('substitutes.definitions')} placeholder={t('substitutes.every')} value={scope.definitions}
            onChange={(chosen) => setScope({ ...scope, definitions: chosen })}
            options={definitions.data?.map((d) => ({ value: d.key, label: d.name }))}
          />
        </label>
        {!anybody && (
          <label>
            {t('substitutes.roles')}
            <Select
              mode="multiple" aria-label={t('substitutes.roles')} placeholder={t('substitutes.every')} value={scope.roles}
              onChange={(chosen) => setScope({ ...scope, roles: chosen })} options={roles}
            />
          </label>
        )}
        <Button type="primary" disabled={!substitute || !days[0] || (anybody && !absent)} loading={write.isPending} onClick={submit}>{t('substitutes.save')}</Button>
      </div>
      {write.error && <Alert type="error" showIcon title={write.error.message} style={{ marginTop: 12 }} />}
    </section>
  );
}
