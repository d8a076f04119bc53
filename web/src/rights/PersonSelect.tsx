import { Select } from 'antd';
import { useState } from 'react';

import { type Listed, type Person } from './shapes';
import { useRead } from './useRead.query';

interface Props { label: string; value: string; onChange: (username: string) => void }

/** A colleague, found by name as one types. */
export function PersonSelect({ label, value, onChange }: Props) {
  const [q, setQ] = useState('');
  const { data } = useRead<Listed<Person>>('/api/people/', { q });
  return (
    <Select
      aria-label={label} showSearch filterOption={false} onSearch={setQ} value={value || undefined} onChange={onChange}
      options={data?.results.map((p) => ({ value: p.username, label: `${p.full_name}（${p.username}） ${p.unit?.name ?? ''}` }))}
    />
  );
}
