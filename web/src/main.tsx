import { createRoot } from 'react-dom/client';

import { App } from './app/App';
import { startI18n } from './i18n';
import './app/shell.css';
import './components/tags.css';

const root = document.getElementById('root');
if (root) {
  void startI18n().then(() => createRoot(root).render(<App />));
}
