# Libraries that tables use are loaded when a table of their type is opened
# (sys/dynlib), so no program links them; the build only looks for headers and
# for the name under which each is found at run time. One that is not there
# leaves its type out.
soname = $(firstword $(shell objdump -p "$$($(CC) -print-file-name=lib$(1).so)" \
	2>/dev/null | awk '$$1 == "SONAME" { print $$2 }'))
loaded = $(addprefix -D$(1)_SONAME='",$(addsuffix "',$(call soname,$(2))))

CPPFLAGS.libcommon/table/db = $(call loaded,DB,db) -D_DEFAULT_SOURCE
CPPFLAGS.libcommon/table/dblib = $(call loaded,DB,db) -D_DEFAULT_SOURCE
CPPFLAGS.libcommon/table/dbwrite = $(call loaded,DB,db) -D_DEFAULT_SOURCE
CPPFLAGS.libcommon/table/pcre = $(call loaded,PCRE,pcre2-8)
CPPFLAGS.libcommon/table/lmdb = $(call loaded,LMDB,lmdb)
CPPFLAGS.libcommon/table/lmdblib = $(call loaded,LMDB,lmdb)
CPPFLAGS.libcommon/table/lmdbwrite = $(call loaded,LMDB,lmdb)
CPPFLAGS.libcommon/table/cdb = $(call loaded,CDB,cdb)
CPPFLAGS.libcommon/table/sqlite = $(call loaded,SQLITE,sqlite3)
CPPFLAGS.libcommon/table/ldap = $(call loaded,LDAP,ldap)
CPPFLAGS.libcommon/table/mysql = $(call loaded,MYSQL,mariadb) \
	$(if $(call soname,mariadb),-DBANNED_BEHIND='<mysql.h>') $(call pkg,--cflags libmariadb)
CPPFLAGS.libcommon/table/pgsql = $(call loaded,PGSQL,pq) $(call pkg,--cflags libpq)
CPPFLAGS.libcommon/net/idn = $(call loaded,IDN2,idn2)

# Cyrus SASL is linked, by saslio alone, where its headers are.
ifneq ($(call pkg,--modversion libsasl2),)
CPPFLAGS.cmd/saslio = -DCYRUS_SASL $(call pkg,--cflags libsasl2)
CPPFLAGS.cmd/postconf/lists = -DCYRUS_SASL
LIBS.saslio = $(call pkg,--libs libsasl2)
endif
CPPFLAGS.libcommon/sys/sandbox = $(if $(COV),,$(call loaded,SECCOMP,seccomp))

# OpenSSL is linked, by tlsio alone.
LIBS.tlsio = $(call pkg,--libs openssl)
