/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* account.h - records of account, made of their lists. */
#ifndef MODEL_ACCOUNT_H
#define MODEL_ACCOUNT_H

#include "choices.h"

#define FIELD(k, n, ...) kind_##k n;
struct user_account { struct record rec;
#include "def/user_account.def"
};
struct role_grant { struct record rec;
#include "def/role_grant.def"
};
struct access_grant { struct record rec;
#include "def/access_grant.def"
};
#undef FIELD

#endif
