export const adminEmail = 'admin@localhost';
/** Of the throw-away server of one run. */
export const adminPassword = 'correct horse battery staple';
