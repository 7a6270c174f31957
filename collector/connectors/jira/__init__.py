"""Jira Service Management: Cloud and Data Center."""
