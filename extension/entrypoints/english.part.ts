import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { provide } from '@/content/door';
import { english } from '@/ui/panel/english';

export default defineUnlistedScript(() => provide('english', english));
