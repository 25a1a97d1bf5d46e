import { render } from 'preact';
import { Allow } from '@/ui/asking/allow';
import '@/ui/theme.css';
import '@/ui/options/options.css';

const app = document.getElementById('app');
if (app) render(<Allow />, app);
