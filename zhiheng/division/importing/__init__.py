"""导入: a division that was filled in in Excel, from the template to the parts and back."""
