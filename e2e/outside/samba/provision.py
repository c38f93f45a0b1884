"""Makes an Active Directory domain: provision.py FOLDER TREE.ldif CHANGES.ldif

FOLDER has an smb.conf; whatever the domain consists of is written below it.
Debian's own Python runs this: no other one has the samba module.
"""
import logging
import os
import sys

import ldb
import samba
from samba.auth import system_session
from samba.dcerpc import security
from samba.dsdb import DS_DOMAIN_FUNCTION_2008_R2
from samba.param import LoadParm
from samba.provision import provision
from samba.samdb import SamDB

folder, tree, changes = sys.argv[1:]
conf = os.path.join(folder, "smb.conf")
base = "DC=school,DC=example"

logger = logging.getLogger("provision")
logger.addHandler(logging.StreamHandler(sys.stderr))
logger.setLevel(logging.WARNING)

provision(
    logger,
    system_session(),
    smbconf=conf,
    realm="SCHOOL.EXAMPLE",
    domain="SCHOOL",
    domainguid=None,
    hostname="dc1",
    hostip="127.0.0.1",
    adminpass=os.environ["ADMINISTRATOR_PASSWORD"],
    serverrole="active directory domain controller",
    dns_backend="NONE",
    use_rfc2307=True,
    skip_sysvolacl=True,
    use_ntvfs=False,
    dom_for_fun_level=DS_DOMAIN_FUNCTION_2008_R2,
)

lp = LoadParm(filename_for_non_global_lp=conf)
domain = SamDB(url=lp.samdb_url(), session_info=system_session(), lp=lp)
with open(tree, encoding="utf-8") as file:
    domain.add_ldif(file.read())
with open(changes, encoding="utf-8") as file:
    domain.modify_ldif(file.read())

# A password of long ago. The domain itself takes only 0 and -1 for pwdLastSet.
file = os.path.join(os.path.dirname(lp.samdb_url().replace("tdb://", "")), "sam.ldb.d", "DC=SCHOOL,DC=EXAMPLE.ldb")
partition = ldb.Ldb(file)
found = partition.search(expression="(sAMAccountName=old)", attrs=["dn"])
message = ldb.Message(found[0].dn)
message["pwdLastSet"] = ldb.MessageElement("131000000000000000", ldb.FLAG_MOD_REPLACE, "pwdLastSet")
partition.modify(message)
