"""Where two domains meet: each bridge joins two by their public faces, keeps nothing itself.

Config connects a bridge once both its domains are on.
"""
