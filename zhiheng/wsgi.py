"""The door for a WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

from zhiheng.mechanisms.whole import whole

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiheng.settings")
application = whole(get_wsgi_application())
