/** ERASURE_KEY of local databases, which hold nobody's data. */
export const LOCAL_ERASURE_KEY = Buffer.from('the key of erasures on one machine').toString('base64');
