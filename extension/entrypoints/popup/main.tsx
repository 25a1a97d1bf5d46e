import { render } from 'preact';
import { Popup } from '@/ui/options/popup';
import '@/ui/theme.css';
import '@/ui/options/options.css';
import '@/ui/options/popup.css';

const app = document.getElementById('app');
if (app) render(<Popup />, app);
