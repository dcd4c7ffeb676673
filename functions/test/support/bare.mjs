// What any function has to load: the baseline of `npm run bench -- coldstart`.
import 'firebase-functions';
import { initializeApp } from 'firebase-admin/app';

initializeApp();
