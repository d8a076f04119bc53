const files = import.meta.glob<object>('./*.json', { eager: true, import: 'default' });

const catalogue: Record<string, object> = {};
for (const [path, texts] of Object.entries(files)) {
  catalogue[path.slice(2, -5)] = texts;
}

export default catalogue;
