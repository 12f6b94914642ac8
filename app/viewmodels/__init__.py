"""What the window shows and does, as Qt objects without widgets: between the engine's link and the views.

Thread: GUI. Nothing here waits: the engine and imports are child processes, disks are read in a pool (background.py).
"""
