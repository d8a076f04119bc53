import { useState } from 'react';
import { PlusOutlined } from '@ant-design/icons';
import { Button, Input, Space } from 'antd';

interface NewFileProps {
  label: string;
  action: string;
  taken: string[];
  onCreate: (key: string) => void;
}

/** Asks for a new file's key, which is its name too. */
export function NewFile({ label, action, taken, onCreate }: NewFileProps) {
  const [key, setKey] = useState('');
  const good = /^[a-z][a-z0-9_]*$/.test(key) && !taken.includes(key);
  const create = () => {
    if (!good) return;
    onCreate(key);
    setKey('');
  };
  return (
    <Space.Compact>
      <Input
        aria-label={label}
        placeholder={label}
        value={key}
        status={key && !good ? 'error' : undefined}
        onChange={(event) => setKey(event.target.value)}
        onPressEnter={create}
        style={{ width: 190 }}
      />
      <Button icon={<PlusOutlined aria-hidden />} disabled={!good} onClick={create}>{action}</Button>
    </Space.Compact>
  );
}
