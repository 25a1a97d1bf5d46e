import { render } from 'preact';
import { SidePanel } from '@/ui/queue/side-panel';
import '@/ui/theme.css';
import '@/ui/panel/panel.css';
import '@/ui/panel/marks.css';
import '@/ui/panel/views.css';
import '@/ui/panel/zoom.css';
import '@/ui/queue/queue.css';

const app = document.getElementById('app');
if (app) render(<SidePanel />, app);
