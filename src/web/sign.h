/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* sign.h - sign in and out, the first account, the person's own account. */
#ifndef SIGN_H
#define SIGN_H

#include "web/ask.h"

page_fn page_sign_in, send_sign_in, send_sign_out, page_setup, send_setup;
page_fn page_account, send_password, send_token, send_theme, page_about;
page_fn page_user_account, send_user_password;

/* To the page for that, which then leads back; or to the set-up. */
void send_to_sign_in(struct ask *ask);

#endif
