/** The key of the ConfigMap that holds what a site wants, and the name of the file that its Job finds. */
export const ROUTES_FILE = 'routes.json';
