"""Addresses of the portal's own pages: the frame, the first page, search, and pages that join several rooms."""

from django.urls import path

from zhiheng.web.views.accounts import account, hand_password, new_account
from zhiheng.web.views.complaints_public import complaint_figures, complaints_public, score_card_page
from zhiheng.web.views.components import components
from zhiheng.web.views.display import display
from zhiheng.web.views.home import home, plan
from zhiheng.web.views.kept import discard, keep_this, kept
from zhiheng.web.views.login import NewPassword, SignIn, SignOut, stay
from zhiheng.web.views.mine import done, mine
from zhiheng.web.views.search import search
from zhiheng.web.views.security import (
    accounts,
    accounts_export,
    reveals,
    reveals_export,
    sign_ins,
    sign_ins_export,
)
from zhiheng.web.views.task import task
from zhiheng.web.views.tokens import revoke_token, tokens

urlpatterns = [
    path("", home, name="home"),
    path("plans/<slug:slug>/", plan, name="plan"),
    path("plans/<slug:slug>/tasks/<str:key>/", task, name="task"),
    path("search/", search, name="search"),
    path("complaints/", complaints_public, name="complaints_public"),
    path("complaints/figures.<str:fmt>", complaint_figures, name="complaint_figures"),
    path("complaints/firms/<str:code>/", score_card_page, name="score_card"),
    path("components/", components, name="components"),
    path("display/", display, name="display"),
    path("login/", SignIn.as_view(), name="login"),
    path("logout/", SignOut.as_view(), name="logout"),
    path("stay/", stay, name="stay"),
    path("password/", NewPassword.as_view(), name="password"),
    path("mine/", mine, name="mine"),
    path("mine/done/", done, name="done"),
    path("mine/kept/", kept, name="kept"),
    path("mine/kept/new/", keep_this, name="keep_this"),
    path("mine/kept/<int:pk>/discard/", discard, name="discard"),
    path("mine/tokens/", tokens, name="tokens"),
    path("mine/tokens/<uuid:pk>/revoke/", revoke_token, name="revoke_token"),
    path("sign-ins/", sign_ins, name="sign_ins"),
    path("sign-ins.<str:fmt>", sign_ins_export, name="sign_ins_export"),
    path("reveals/", reveals, name="reveals"),
    path("reveals.<str:fmt>", reveals_export, name="reveals_export"),
    path("accounts/", accounts, name="accounts"),
    path("accounts/new/", new_account, name="new_account"),
    path("accounts/<int:pk>/", account, name="account"),
    path("accounts/<int:pk>/password/", hand_password, name="hand_password"),
    path("accounts.<str:fmt>", accounts_export, name="accounts_export"),
]
