"""名录服务器: LDAP, asked for who somebody is and for nothing else."""
