"""The site's theme: templates, one folder for each component, styles and scripts. It holds no Python."""
