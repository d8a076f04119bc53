import type { ReactNode } from 'react';
import { useState } from 'react';
import { Input } from 'antd';

interface FilterTextProps {
  label: string;
  value: string | undefined;
  onChange: (value: string) => void;
  icon?: ReactNode;
  wide?: boolean;
}

/** A filter that is typed: it takes effect on Enter, on leaving the field and on clearing it. */
export function FilterText({ label, value = '', onChange, icon, wide = false }: FilterTextProps) {
  const [text, setText] = useState(value);
  const done = () => {
    if (text.trim() !== value) onChange(text.trim());
  };
  return (
    <Input
      aria-label={label}
      placeholder={label}
      prefix={icon}
      allowClear
      value={text}
      style={{ width: wide ? 200 : 136 }}
      onChange={(event) => {
        setText(event.target.value);
        if (event.target.value === '' && value !== '') onChange('');
      }}
      onPressEnter={done}
      onBlur={done}
    />
  );
}
