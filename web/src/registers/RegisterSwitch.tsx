import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import type { RegisterGroup, RegisterRef } from '../api/types';

const GROUPS: RegisterGroup[] = ['customers', 'meters', 'money', 'network', 'safety', 'archive'];

/** Chooses another register, by what it is about. */
export function RegisterSwitch({ registers, chosen }: { registers: RegisterRef[]; chosen: string }) {
  const { t } = useTranslation('registers');
  const go = useNavigate();
  const options = GROUPS.map((group) => ({
    label: t(`group.${group}`),
    options: registers.filter((one) => one.group === group).map(({ key: value, title: label }) => ({ value, label })),
  })).filter(({ options: within }) => within.length > 0);
  return (
    <Select
      aria-label={t('title')} className="register-switch" value={chosen} options={options} showSearch={{ optionFilterProp: 'label' }}
      listHeight={420} onChange={(value) => void go(`/registers/${value}`)}
    />
  );
}
