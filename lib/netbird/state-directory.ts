/**
 * Where NetBird keeps the WireGuard key and its registration. `NB_CONFIG` would move only a part of it, so this is
 * where the volume belongs, and never `/etc/netbird`.
 */
export const STATE_DIRECTORY = '/var/lib/netbird';
