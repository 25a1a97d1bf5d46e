import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { provide } from '@/content/door';
import { drawZoom } from '@/content/zoom';

export default defineUnlistedScript(() => provide('zoom', drawZoom));
