import { render } from 'preact';
import { Options } from '@/ui/options/options';
import '@/ui/theme.css';
import '@/ui/options/options.css';

const app = document.getElementById('app');
if (app) render(<Options />, app);
