"""Hooks whose effect shows when another app is gone."""

app_name = "staying_app"
app_title = "Staying App"
app_publisher = "The ISO QMS maintainers"
app_description = "Stays when others go"
app_email = "maintainers@example.invalid"
app_license = "MIT"

after_app_uninstall = "staying_app.heard.after_app_uninstall"
website_user_home_page = "notices"
