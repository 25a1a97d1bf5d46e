import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { provide } from '@/content/door';
import { makeFilter } from '@/content/filter';

export default defineUnlistedScript(() => provide('filter', makeFilter));
