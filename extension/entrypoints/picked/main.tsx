import { render } from 'preact';
import { Picked } from '@/ui/asking/picked';
import '@/ui/theme.css';
import '@/ui/options/options.css';

const app = document.getElementById('app');
if (app) render(<Picked />, app);
