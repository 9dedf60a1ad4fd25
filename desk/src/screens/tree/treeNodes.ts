/** A tree's nodes and which of them are on screen. */
export interface TreeNode { value: string; title: string; expandable: boolean; depth: number; open: boolean; busy: boolean; children: TreeNode[] | null }

export function visibleNodes(nodes: readonly TreeNode[]): TreeNode[] {
	return nodes.flatMap((node) => [node, ...(node.open && node.children ? visibleNodes(node.children) : [])])
}
