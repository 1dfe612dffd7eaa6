"""Addresses of the portal's own pages: the frame, the first page, search, and pages that join several rooms."""

from django.urls import path

from zhiheng.web.views.components import components
from zhiheng.web.views.display import display
from zhiheng.web.views.home import home, plan
from zhiheng.web.views.login import SignIn, SignOut
from zhiheng.web.views.mine import mine
from zhiheng.web.views.search import search

urlpatterns = [
    path("", home, name="home"),
    path("plans/<slug:slug>/", plan, name="plan"),
    path("search/", search, name="search"),
    path("components/", components, name="components"),
    path("display/", display, name="display"),
    path("login/", SignIn.as_view(), name="login"),
    path("logout/", SignOut.as_view(), name="logout"),
    path("mine/", mine, name="mine"),
]
