"""消费投诉 (S06): from the citizen's phone to the published figure, and 举报 where a complaint holds one."""
