"""What a new council's repository begins with; `generator.editing.new_project` says where each file goes."""
